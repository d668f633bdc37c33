/**
 * A matrix’ symbol as sentences have it: δ₂, dE/dW_ho, next W_ho; what has no such form is called by its id.
 * @param {{id: string, symbol: string}} step of the trace
 */
export function plainName({ id, symbol }) {
  const subscript = (digits) => [...digits].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[digit]).join('');
  const text = symbol.replaceAll('\\delta', 'δ').replaceAll('\\partial ', '∂')
    .replace(/_(\d)|_\{(\d+)\}/g, (_, one, more) => subscript(one ?? more))
    .replace(/_\{(\w+)\}/g, '_$1')
    .replace(/^\\frac\{(.*?)\}\{(.*)\}$/, '$1/$2');
  if (/[^\p{L}\p{N}_/∂]/u.test(text)) return id;
  return id.endsWith('_next') ? `next ${text}` : text;
}
