"""Runs the stages of a recipe: several ranks that average their gradients, and checkpoints to go on from.

    OUT/STAGE/checkpoint.safetensors   weights, their moving average, the optimiser's moments, and how far it came
    OUT/STAGE/log.jsonl                losses by step
    OUT/STAGE/reader.safetensors       when the stage is done: the averaged weights, as `packing` ships them

The loss is the mean of the cross-entropies of start and end plus the binary one of being answered. AdamW (Loshchilov
and Hutter 2019) with a warm-up, a level and a falling part; the average is exponential, over about a thousand steps.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import torch.multiprocessing as processes
from msgspec import Struct
from safetensors import safe_open
from torch import distributed, nn
from torch.nn import functional

from qabot.models.reader_export import uncut_tokenizer
from qabot.models.training.examples import by_source, read_examples
from qabot.models.training.network import ReaderNetwork
from qabot.models.training.packing import load, pack, save, unpack
from qabot.models.training.recipe import Stage, rate_at
from qabot.models.training.sampling import Sampler
from qabot.models.training.windows import Window, WindowMaker, batch

CHECKPOINT, LOG, PACKED = "checkpoint.safetensors", "log.jsonl", "reader.safetensors"

_torch: Any = torch  # much of it has no types
_opened: Any = safe_open
_processes: Any = processes

_AVERAGED = 0.999
_SAVED = 150
_NOT_IN_PASSAGE = -1e4


class Plan(Struct, frozen=True):
    """What every rank is told."""

    stage: Stage
    """What is run."""
    files: tuple[Path, ...]
    """Files of examples."""
    base: Path
    """Folder of the packaged encoder: its weights and its tokeniser."""
    start: Path | None
    """Packed weights to start from; None for the encoder's own."""
    folder: Path
    """Where the checkpoint and the log go."""
    ranks: int
    """How many processes, one thread each."""
    logged: int = 25
    """Steps between two entries of the log."""
    port: int = 29517
    """Where they meet, on loopback."""


def run_stage(plan: Plan) -> Path:
    """Run one stage, or go on with it from its last checkpoint, and return its packed weights."""
    done = plan.folder / PACKED
    if not done.exists():
        plan.folder.mkdir(parents=True, exist_ok=True)
        if plan.ranks == 1:
            _run(0, plan)
        else:
            _processes.spawn(_run, args=(plan,), nprocs=plan.ranks)
    return done


def _run(rank: int, plan: Plan) -> None:
    torch.set_num_threads(1)
    if plan.ranks > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(plan.port))
        distributed.init_process_group("gloo", rank=rank, world_size=plan.ranks)
    _torch.manual_seed(plan.stage.seed)
    network = ReaderNetwork(plan.base, dropped=plan.stage.dropped, int8=plan.stage.int8)
    if plan.start is not None:
        network.take(unpack(plan.start))
    trainer = _Trainer(plan, network, rank)
    trainer.resume()
    _torch.manual_seed(plan.stage.seed * 1009 + rank * 31 + trainer.steps)
    trainer.train()
    if plan.ranks > 1:
        distributed.destroy_process_group()


class _Trainer:
    """One rank of a stage."""

    def __init__(self, plan: Plan, network: ReaderNetwork, rank: int) -> None:
        self._plan, self._network, self._rank = plan, network, rank
        trained = [(name, each) for name, each in network.named_parameters() if each.requires_grad]
        self._names = [name for name, _ in trained]
        self._weights = [each for _, each in trained]
        groups = [
            {"params": [each for each in self._weights if each.ndim > 1], "weight_decay": 0.01},
            {"params": [each for each in self._weights if each.ndim <= 1], "weight_decay": 0.0},
        ]
        self._optimiser: Any = torch.optim.AdamW(groups, lr=plan.stage.rate, betas=(0.9, 0.98))
        self._average = {name: each.clone() for name, each in network.learnt().items()}
        self.steps = 0

    def train(self) -> None:
        """Train to the end of the stage, and leave the packed average."""
        stage = self._plan.stage
        self._network.train()
        model = nn.parallel.DistributedDataParallel(self._network) if self._plan.ranks > 1 else self._network
        examples = [each for path in self._plan.files for each in read_examples(path)]
        windows = WindowMaker(uncut_tokenizer(self._plan.base), stage.tokens)
        sampler = Sampler(stage, by_source(examples), windows, self._rank, self._plan.ranks)
        began, first = time.monotonic(), self.steps
        for rows in sampler.batches(self.steps):
            if self.steps * stage.batch >= stage.examples:
                break
            losses = self._step(model, rows)
            if self._rank == 0 and self.steps % self._plan.logged == 0:
                speed = (self.steps - first) * stage.batch / (time.monotonic() - began)
                self._log({"step": self.steps, "examples": self.steps * stage.batch, "a_second": speed} | losses)
            if self._rank == 0 and self.steps % _SAVED == 0:
                self._save()
        if self._rank == 0:
            self._save()
            pack(self._average, self._plan.folder / PACKED, int8=stage.int8)

    def _step(self, model: nn.Module, rows: list[tuple[Window, bool]]) -> dict[str, float]:
        stage = self._plan.stage
        rate = rate_at(stage, self.steps * stage.batch)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        feed = batch([window for window, _ in rows])
        places = torch.tensor([window.span for window, _ in rows])
        answered = torch.tensor([float(is_answered) for _, is_answered in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=stage.half):
            start, end, answers = (logits.float() for logits in model(**feed))
        outside = (feed["attention_mask"] == 0) | (feed["token_type_ids"] == 0)
        outside[:, 0] = False
        start = start.masked_fill(outside, _NOT_IN_PASSAGE)
        end = end.masked_fill(outside, _NOT_IN_PASSAGE)
        span = (functional.cross_entropy(start, places[:, 0]) + functional.cross_entropy(end, places[:, 1])) / 2
        decided = functional.binary_cross_entropy_with_logits(answers, answered)
        loss: Any = span + decided
        loss.backward()
        nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self.steps += 1
        if self._rank == 0:
            kept = min(_AVERAGED, self.steps / (self.steps + 10))
            for name, each in zip(self._names, self._weights, strict=True):
                self._average[name].lerp_(each.detach(), 1 - kept)
        right = ((answers > 0) == answered.bool()).float().mean()
        return {"span": span.item(), "answered": decided.item(), "right": right.item()}

    def _log(self, entry: Mapping[str, float]) -> None:
        with (self._plan.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps({key: round(value, 4) for key, value in entry.items()}) + "\n")

    def _save(self) -> None:
        tensors = {f"weights.{name}": each for name, each in self._network.learnt().items()}
        tensors |= {f"average.{name}": each for name, each in self._average.items()}
        for name, each in zip(self._names, self._weights, strict=True):
            moments = self._optimiser.state[each]
            tensors |= {f"{key}.{name}": moments[key] for key in ("exp_avg", "exp_avg_sq")}
        whole = {key: each.contiguous() for key, each in tensors.items()}
        save(whole, self._plan.folder / CHECKPOINT, {"steps": str(self.steps)})

    def resume(self) -> None:
        """Go on from the last checkpoint, where there is one."""
        path = self._plan.folder / CHECKPOINT
        if not path.exists():
            return
        with _opened(path, "pt") as opened:
            self.steps = int(opened.metadata()["steps"])
        kept = load(path)
        parts = {key: _of(kept, key) for key in ("weights", "average", "exp_avg", "exp_avg_sq")}
        self._network.take(parts["weights"])
        self._average = parts["average"]
        for name, each in zip(self._names, self._weights, strict=True):
            self._optimiser.state[each] = {
                "step": torch.tensor(float(self.steps)),
                "exp_avg": parts["exp_avg"][name],
                "exp_avg_sq": parts["exp_avg_sq"][name],
            }


def _of(tensors: Mapping[str, torch.Tensor], key: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(f"{key}."): each for name, each in tensors.items() if name.startswith(f"{key}.")}
