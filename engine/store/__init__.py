"""All SQL. One named function for each question asked; every function takes the connection it runs on."""
