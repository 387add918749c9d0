"""How are weights fitted? Logistic regression by L-BFGS over sparse features: yes or no, or one of several."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def binary(grams: sparse.csr_matrix, truth: Truth, *, penalty: float, steps: int = 40) -> tuple[Array, float]:
    """Fit one yes-or-no head on sparse features; give weights (d,) and bias, in log odds."""
    side = np.where(truth, 1.0, -1.0).astype(np.float32)
    turned = grams.T.tocsr()

    def loss(at: Array) -> tuple[float, Array]:
        weights = at[:-1].astype(np.float32)
        margin = side * (grams @ weights + np.float32(at[-1]))
        pull = -side / (1 + np.exp(np.clip(margin, -30, 30)))
        value = np.logaddexp(0, -margin).sum(dtype=np.float64) + 0.5 * penalty * float(at[:-1] @ at[:-1])
        return value, np.append(turned @ pull + penalty * at[:-1], pull.sum()).astype(np.float64)

    found = minimize(loss, np.zeros(grams.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return found[:-1], float(found[-1])


def softmax(
    points: sparse.csr_matrix, truth: npt.NDArray[np.int64], classes: int, *, evenly: float = 0.0, steps: int = 100
) -> tuple[Array, Array]:
    """Fit a multinomial head with unit penalty on sparse points (n, d); give weights (d, classes) and bias.

    `evenly` in [0, 1] lets rare classes count for more: 0 every post alike, 1 every class alike.
    """
    size, turned = points.shape[1], points.T.tocsr()
    target = np.eye(classes, dtype=np.float32)[truth]
    share = np.bincount(truth, minlength=classes) * classes / len(truth)
    counts = np.power(np.maximum(share, 1e-9), -evenly)[truth].astype(np.float32)

    def loss(at: Array) -> tuple[float, Array]:
        full = at.reshape(size + 1, classes).astype(np.float32)
        logits = points @ full[:-1] + full[-1]
        logits -= logits.max(axis=1, keepdims=True)
        total = np.log(np.exp(logits).sum(axis=1))
        error = (np.exp(logits - total[:, None]) - target) * counts[:, None]
        value = ((total - logits[np.arange(len(truth)), truth]) * counts).sum(dtype=np.float64)
        value += 0.5 * float(at[:-classes] @ at[:-classes])
        return float(value), np.vstack([turned @ error + full[:-1], error.sum(axis=0)]).ravel().astype(np.float64)

    start = np.zeros((size + 1) * classes)
    full = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x.reshape(size + 1, classes)
    return full[:-1], full[-1]
