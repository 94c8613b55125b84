/** What a queue keeps its jobs in. */
export interface RunningStore {
  /** What a program needs to know to connect. */
  readonly connection: object;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StoreKind {
  readonly label: string;
  /** Why it cannot be had here; null when it can. Installs what is missing where that is allowed. */
  unavailable(): Promise<string | null>;
  start(directory: string): Promise<RunningStore>;
}
