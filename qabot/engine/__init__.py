"""An open index and the models it is asked with."""
