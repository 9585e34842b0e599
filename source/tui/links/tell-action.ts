/** Puts what the user did into the event log, with what the server answered. */
export type TellAction = (subject: string, answer: string) => void;
