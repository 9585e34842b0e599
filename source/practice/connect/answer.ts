import {ResponseError} from '@platformatic/kafka';

/** The answer, also where it carries errors, which the client throws with the answer in it. */
export const answer = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ResponseError) return error.response;
    throw error;
  }
};
