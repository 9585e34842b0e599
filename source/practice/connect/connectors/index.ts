import type {ConnectorClass} from './connector-class.ts';
import {fileSink} from './file-sink.ts';
import {fileSource} from './file-source.ts';
import {postgresSource} from './postgres/postgres-source.ts';

/** The kinds of connectors that the lab's workers can run. */
export const connectorClasses: readonly ConnectorClass[] = [fileSink, fileSource, postgresSource];
