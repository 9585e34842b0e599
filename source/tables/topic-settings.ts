import type {TopicSetting} from '../model/topic-setting.ts';
import type {Table} from './column.ts';
import {label} from './kinds.ts';

/** An empty text is a value, which nobody would see. */
const textOrNone = <T>(value: T): T | null => (value === '' ? null : value);

export const topicSettingTable: Table<TopicSetting> = {
  noun: 'settings',
  id: ({name}) => name,
  // As they were read: what was chosen before what was not.
  sort: '',
  columns: [
    label({id: 'id', title: 'setting', width: [20, 44], priority: 0}, ({name}) => name),
    label({id: 'value', title: 'value', width: [8, 30], priority: 0}, ({value, isSensitive}) =>
      isSensitive ? '(sensitive)' : textOrNone(value),
    ),
    label({id: 'source', title: 'source', width: [7, 15], priority: 0}, ({source}) => source),
    label({id: 'default', title: 'default', width: [8, 30], priority: 1}, setting =>
      textOrNone(setting.default),
    ),
  ],
};
