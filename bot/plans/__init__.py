"""Reading a plan: a document's text goes in, a proposal with the sentence of each value comes out."""
