"""Where do posts come from? One file per source; a source never imports another."""
