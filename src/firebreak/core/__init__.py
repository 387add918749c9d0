"""What the product knows, in plain Python and numpy: values in, values out."""
