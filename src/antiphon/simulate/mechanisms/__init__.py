"""How posts come about, one mechanism a file: its parameters, and what it does to the stage."""
