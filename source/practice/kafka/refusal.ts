/** Why something is not done: Kafka's code and its words; null where it has none. */
export interface Refusal {
  readonly code: number;
  readonly message: string | null;
}

export const refuse = (code: number, message: string | null = null): Refusal => ({code, message});
