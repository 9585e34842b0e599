import type {ViewId} from '../../store/ui.ts';

/** What each view is called. */
export const viewTitles: Readonly<Record<ViewId, string>> = {
  dashboard: 'Dashboard',
  containers: 'Containers',
  brokers: 'Brokers',
  topics: 'Topics',
  groups: 'Groups',
  messages: 'Messages',
  connect: 'Connect',
  events: 'Events',
  learn: 'Learn',
};
