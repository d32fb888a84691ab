"""What shells complete and what ``man`` shows, made from the option parsers."""
