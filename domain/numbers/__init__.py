"""The numbers a business is reached by: what may be wished for, whose they are, how calls to them are answered."""
