"""Writes a fitted encoder as an ONNX graph with 8-bit weights, one scale for each output column
and, for what flows through, one scale for each token.

ONNX Runtime's own dynamic quantisation takes one scale for a whole batch: a score then depends on
the other texts of its batch. Here every token is rounded by its own largest value, in the graph
itself (as in LLM.int8, Dettmers et al. 2022, without outliers), and products are summed as
integers, which no order of summing can change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from harmonie.learning.encoder.inputs import Moments
from harmonie.learning.encoder.network import Encoder
from harmonie.learning.encoder.rounding import compensated, nearest, smoothing

OPSET = 21
ACTIVATION_RANGE = 127


class Graph:
    """Nodes and constants, named as they come."""

    def __init__(self, moments: Moments | None = None) -> None:
        self.moments = moments or {}
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **attributes))
        return name

    def constant(self, name: str, values: NDArray[Any] | np.generic) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.array(values, order="C"), name)
        return name


#: After how many layers a text is read for its vector: above, states are about the tasks, not about
#: what the text says (benchmarks/similarity.py).
MEANING_LAYERS = 4


def graph_of(encoder: Encoder, moments: Moments | None = None) -> bytes:
    """The encoder's graph, its weights rounded for inputs like ``moments``.

    Inputs: ``states`` float32 ``[batch, length, hidden]`` (words and places added up), ``kept`` and
    ``own`` float32 ``[batch, length]``. Outputs: ``pooled`` float32 ``[batch, 2 * hidden]``, which
    the heads read outside of the graph, and ``meaning`` float32 ``[batch, hidden]``, the mean of
    the text's own states after :data:`MEANING_LAYERS`."""
    graph = Graph(moments)
    hidden = encoder.words.weight.shape[1]
    states = _norm(graph, "start", "states", encoder.norm)
    one = graph.constant("one", np.float32(1).reshape(()))
    far = graph.constant("far", np.float32(1e4).reshape(()))
    mask = graph.add("Mul", graph.add("Sub", "kept", one), far)
    mask = graph.add("Unsqueeze", mask, graph.constant("axes12", np.array([1, 2], np.int64)))
    for index, layer in enumerate(encoder.layers):
        states = _layer(graph, index, layer, states, mask, hidden)
        if index + 1 == min(MEANING_LAYERS, len(encoder.layers)):
            graph.nodes.append(helper.make_node("Identity", [_mean(graph, states)], ["meaning"]))
    pooled = _pool(graph, states, hidden)
    graph.nodes.append(helper.make_node("Identity", [pooled], ["pooled"]))
    shape = ("batch", "length")
    made = helper.make_graph(
        graph.nodes, "encoder",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, (*shape, hidden)),
         helper.make_tensor_value_info("kept", TensorProto.FLOAT, shape),
         helper.make_tensor_value_info("own", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ("batch", 2 * hidden)),
         helper.make_tensor_value_info("meaning", TensorProto.FLOAT, ("batch", hidden))],
        list(graph.constants.values()),
    )  # fmt: skip
    imports = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=imports, ir_version=10)
    onnx.checker.check_model(model, full_check=False)
    data: bytes = model.SerializeToString()
    return data


def _rounded(graph: Graph, states: str, width: int) -> tuple[str, str]:
    """Each token, ``width`` numbers, as 8-bit integers, and its scale ``[batch, length, 1]``."""
    last = graph.constant("last", np.array([-1], np.int64))
    largest = graph.add("ReduceMax", graph.add("Abs", states), last, keepdims=1)
    step = graph.constant("step", np.float32(1 / ACTIVATION_RANGE).reshape(()))
    floor = graph.constant("floor", np.float32(1e-8).reshape(()))
    scale = graph.add("Mul", graph.add("Max", largest, floor), step)
    # Unsigned around 128: the products that processors do fastest are unsigned by signed.
    middle = graph.add(
        "ConstantOfShape", graph.add("Shape", scale),
        value=helper.make_tensor("middle", TensorProto.UINT8, [1], [128]),
    )  # fmt: skip
    whole = graph.add("QuantizeLinear", states, scale, middle, axis=2, block_size=width)
    return whole, scale


def _linear(graph: Graph, name: str, states: str, layer: Any) -> str:
    weight = layer.weight.detach().float().numpy()
    moment = graph.moments.get(layer)
    if moment is None:
        packed, column = nearest(weight)
    else:
        ease = smoothing(weight, moment)
        packed, column = compensated(weight * ease, moment / np.outer(ease, ease))
        eased = graph.constant(f"{name}.e", (1 / ease).astype(np.float32))
        states = graph.add("Mul", states, eased)
    whole, scale = _rounded(graph, states, layer.in_features)
    zero = graph.constant("zero", np.uint8(128).reshape(()))
    product = graph.add("MatMulInteger", whole, graph.constant(f"{name}.w", packed), zero)
    product = graph.add("Cast", product, to=TensorProto.FLOAT)
    product = graph.add("Mul", product, scale)
    product = graph.add("Mul", product, graph.constant(f"{name}.s", column))
    return graph.add(
        "Add", product, graph.constant(f"{name}.b", layer.bias.detach().float().numpy())
    )


def _norm(graph: Graph, name: str, states: str, norm: Any) -> str:
    return graph.add(
        "LayerNormalization", states,
        graph.constant(f"{name}.w", norm.weight.detach().float().numpy()),
        graph.constant(f"{name}.b", norm.bias.detach().float().numpy()),
        axis=-1, epsilon=float(norm.eps),
    )  # fmt: skip


def _layer(graph: Graph, index: int, layer: Any, states: str, mask: str, hidden: int) -> str:
    name = f"l{index}"
    qkv = _linear(graph, f"{name}.qkv", states, layer.qkv)
    seen = _attention(graph, qkv, mask, layer.heads, hidden)
    states = graph.add("Add", states, _linear(graph, f"{name}.out", seen, layer.out))
    states = _norm(graph, f"{name}.after_attention", states, layer.after_attention)
    wide = _linear(graph, f"{name}.widen", states, layer.widen)
    wide = graph.add("Gelu", wide, domain="com.microsoft")
    states = graph.add("Add", states, _linear(graph, f"{name}.narrow", wide, layer.narrow))
    return _norm(graph, f"{name}.after_forward", states, layer.after_forward)


def _attention(graph: Graph, qkv: str, mask: str, heads: int, hidden: int) -> str:
    width = hidden // heads
    shape = graph.constant("split", np.array([0, 0, 3, heads, width], np.int64))
    parts = graph.add("Reshape", qkv, shape)
    parts = graph.add("Transpose", parts, perm=[2, 0, 3, 1, 4])
    axis = 0
    found = [
        graph.add("Gather", parts, graph.constant(f"part{i}", np.int64(i).reshape(())), axis=axis)
        for i in range(3)
    ]
    root = graph.constant("root", np.float32(width**-0.5).reshape(()))
    key = graph.add("Transpose", graph.add("Mul", found[1], root), perm=[0, 1, 3, 2])
    score = graph.add("Add", graph.add("MatMul", found[0], key), mask)
    seen = graph.add("MatMul", graph.add("Softmax", score, axis=-1), found[2])
    seen = graph.add("Transpose", seen, perm=[0, 2, 1, 3])
    return graph.add("Reshape", seen, graph.constant("join", np.array([0, 0, hidden], np.int64)))


def _mean(graph: Graph, states: str) -> str:
    total = graph.add("ReduceSum", "own", graph.constant("axis1", np.array([1], np.int64)))
    share = graph.add("Div", "own", total)
    # A product of matrices for each text by itself: a plain sum over the batch is cut into pieces
    # that depend on its size, and its last bit with them.
    share = graph.add("Unsqueeze", share, graph.constant("axis1", np.array([1], np.int64)))
    mean = graph.add("MatMul", share, states)
    return graph.add("Squeeze", mean, graph.constant("axis1", np.array([1], np.int64)))


def _pool(graph: Graph, states: str, hidden: int) -> str:
    first = graph.add("Gather", states, graph.constant("part0", np.int64(0).reshape(())), axis=1)
    return graph.add("Concat", first, _mean(graph, states), axis=-1)
