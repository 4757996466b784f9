/**
 * @file One sample as a small picture, whatever its modality: its record is fetched when it is first shown.
 */
import { useEffect, useState } from 'react';
import type { RecordForm, RecordValues } from '../../../core/data/record-form.ts';
import { Thumb } from './Thumb.tsx';

interface Props {
  form: RecordForm;
  /** The record, or how to get it; a new function fetches again. */
  record: RecordValues | (() => Promise<RecordValues>);
  label: string;
  className?: string;
}

export function SampleThumb({ form, record, label, className = '' }: Props) {
  const values = useRecord(record);
  if (!values || form.modality !== 'image')
    return <span className={`th hollow ${className}`} role="img" aria-label={label} title={label} />;
  return <Thumb pixels={values as Uint8Array} size={form.size} label={label} className={className} />;
}

/** Null while it is being fetched, and where it is gone. */
function useRecord(record: Props['record']): RecordValues | null {
  const [fetched, setFetched] = useState<{ from: Props['record']; values: RecordValues } | null>(null);
  useEffect(() => {
    if (typeof record !== 'function') return;
    let wanted = true;
    record().then(
      (values) => wanted && setFetched({ from: record, values }),
      () => undefined, // it stays hollow: the storage was cleared, and training says so
    );
    return () => {
      wanted = false;
    };
  }, [record]);
  if (typeof record !== 'function') return record;
  return fetched?.from === record ? fetched.values : null;
}
