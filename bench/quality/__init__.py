"""How good is what the product concludes? Each part is held against what people wrote and sorted for the purpose."""
