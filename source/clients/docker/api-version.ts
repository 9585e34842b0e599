/** The newest API version whose shapes were checked: 1.52 changes events and addresses. */
export const ourApiVersion = '1.51';

const compare = (a: string, b: string): number => {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
};

/**
 * The version to speak: the older of ours and the engine's, but nothing older than the engine still takes. An engine
 * without a version (a very old one, or an imitation) gets ours.
 */
export const negotiate = (newest: string | undefined, oldest: string | undefined): string => {
  const agreed = newest !== undefined && compare(newest, ourApiVersion) < 0 ? newest : ourApiVersion;
  return oldest !== undefined && compare(agreed, oldest) < 0 ? oldest : agreed;
};
