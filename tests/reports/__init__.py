"""What people make of answers: figures and timelines of a topic."""
