"""What every floor may hold: the nouns, text hygiene and sentences, dates, settings and errors."""
