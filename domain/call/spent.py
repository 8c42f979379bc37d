"""What a call has had of the language model, by its own count where it tells one, else estimated."""

from dataclasses import dataclass

from domain.call.events import ModelFinished

CHARACTERS_A_TOKEN = 4
"""Of English, about; for requests that were given up, of which the vendor tells nothing."""


@dataclass(frozen=True, slots=True)
class ModelTokens:
    """Tokens over all requests so far. `wasted`: of answers nobody was told, and of requests that were given up."""

    prompt: int = 0
    cached: int = 0
    completion: int = 0
    wasted_prompt: int = 0
    wasted_completion: int = 0

    def with_answer(self, event: ModelFinished, *, used: bool) -> "ModelTokens":
        """With one more answer; `used` when the conversation went on with it."""
        prompt, completion = event.prompt_tokens, event.completion_tokens
        return ModelTokens(
            self.prompt + (prompt if used else 0),
            self.cached + (event.cached_tokens if used else 0),
            self.completion + (completion if used else 0),
            self.wasted_prompt + event.wasted_prompt_tokens + (0 if used else prompt),
            self.wasted_completion + event.wasted_completion_tokens + (0 if used else completion),
        )


def estimated_tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_A_TOKEN)
