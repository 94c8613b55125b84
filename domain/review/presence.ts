/** How often somebody with an open review says so again, in seconds. */
export const presenceBeatSeconds = 10;

/** How long after the last word somebody counts as looking, in seconds: two words may get lost. */
export const presenceValidSeconds = 30;
