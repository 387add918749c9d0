"""How does Firebreak reach a person? One file per channel; a channel never imports another."""
