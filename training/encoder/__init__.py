"""How is the second reader made? `python -m training.encoder` writes knowledge/models/second.onnx (needs PyTorch).

Three steps, each of which goes on from what was kept if it is broken off: `texts` numbers the characters of all texts
that may train, `learn` teaches them to a net of convolutions together with the posts written for the purpose, `ship`
weighs its opinion against the first reader's on the dev split and writes it down in whole numbers.
"""
