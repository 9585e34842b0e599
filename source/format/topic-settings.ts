import type {TopicSetting} from '../model/topic-setting.ts';

/** How many settings are the topic's own, and which. */
export const settingsSentence = (settings: readonly TopicSetting[]): string => {
  const own = settings.filter(({source}) => source === 'topic').map(({name}) => name);
  const rest = `${settings.length - own.length} are as the brokers have them`;
  if (own.length === 0) return `none of its own; all ${settings.length} are as the brokers have them`;
  return `${own.length} of its own (${own.join(', ')}); ${rest}`;
};
