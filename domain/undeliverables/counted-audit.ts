/**
 * Whether the n-th rejected bounce is worth a line in the audit trail: the first, and then every tenfold. A flood of
 * forged bounces must not flood the trail, and its size can still be read there.
 */
export function isAudited(count: number): boolean {
  if (!Number.isInteger(count) || count < 1) return false;
  let rest = count;
  while (rest % 10 === 0) rest /= 10;
  return rest === 1;
}
