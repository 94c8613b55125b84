const dayMs = 86_400_000;

/** Whole days from now until a moment; negative once it has passed. */
export function daysUntil(iso: string, now: number = Date.now()): number {
  return Math.floor((new Date(iso).getTime() - now) / dayMs);
}
