"""A stand-in for OpenAI's chat completions: the real wire protocol, with a rule-based receptionist behind it."""
