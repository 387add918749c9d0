"""What is the second reader made of? Gated convolutions over characters, and four ways to sum up what they found."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 160
REACHES = (
    1,
    2,
    4,
    8,
    1,
    2,
    4,
)  # how far apart the three characters lie that a layer looks at: 23 to either side in all
LOOKS = 4
NEVER = -1e4
BRIGHT = 4.0  # what the small beginnings of the embedding are multiplied by


class Layer(nn.Module):
    """Look at three characters at once, and let through what a gate allows: (n, l, width) to the same."""

    def __init__(self, width: int, apart: int, forget: float) -> None:
        super().__init__()
        self.apart = apart
        self.even = nn.LayerNorm(width)
        self.look = nn.Linear(3 * width, 2 * width)
        self.tell = nn.Linear(width, width)
        self.forget = nn.Dropout(forget)

    def forward(self, found: Tensor, there: Tensor) -> Tensor:
        length = found.shape[1]
        padded = functional.pad(self.even(found) * there, (0, 0, self.apart, self.apart))
        three = torch.cat([padded[:, at * self.apart : at * self.apart + length] for at in range(3)], -1)
        said, gate = self.look(three).chunk(2, -1)
        return found + self.forget(self.tell(said * torch.sigmoid(gate)))


class Net(nn.Module):
    """Read numbered characters (n, l), 0 for none: `body` gives (n, l, width), `sum_up` (n, width)."""

    def __init__(self, characters: int, width: int = WIDTH, reaches: Sequence[int] = REACHES, forget: float = 0.05):
        super().__init__()
        self.embed = nn.Embedding(characters, width, padding_idx=0)
        nn.init.normal_(self.embed.weight, std=0.04)
        self.layers = nn.ModuleList(Layer(width, apart, forget) for apart in reaches)
        self.even = nn.LayerNorm(width)
        self.heed = nn.Linear(width, LOOKS)
        self.mix = nn.Linear((LOOKS + 2) * width, width)
        self.forget = nn.Dropout(forget)

    def body(self, characters: Tensor) -> tuple[Tensor, Tensor]:
        there = (characters != 0).unsqueeze(-1).float()
        found = self.embed(characters) * BRIGHT
        for layer in self.layers:
            found = layer(found, there)
        return self.even(found), there

    def sum_up(self, found: Tensor, there: Tensor) -> Tensor:
        most = found.masked_fill(there == 0, NEVER).max(1).values
        mean = (found * there).sum(1) / there.sum(1).clamp(min=1)
        heed = self.heed(found).masked_fill(there == 0, NEVER).softmax(1)
        heeded = torch.einsum("blh,bld->bhd", heed, found).flatten(1)
        return torch.tanh(self.mix(self.forget(torch.cat([most, mean, heeded], -1))))
