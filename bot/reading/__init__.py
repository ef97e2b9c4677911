"""Reading whole messages: the rows that a report names and what it says of each."""
