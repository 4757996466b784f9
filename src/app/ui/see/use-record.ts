/** @file The values of a record that may have to be fetched first. */
import { useEffect, useState } from 'react';
import type { RecordValues } from '../../../core/data/record-form.ts';

/** The record, or how to get it; a new function fetches again. */
export type RecordOrReader = RecordValues | (() => Promise<RecordValues>);

interface Fetched {
  values: RecordValues | null;
  /** It could not be fetched: the browser has cleared its storage. */
  isGone: boolean;
}

/** @param wanted false puts the fetching off */
export function useRecord(record: RecordOrReader, wanted = true): Fetched {
  const [fetched, setFetched] = useState<(Fetched & { from: RecordOrReader }) | null>(null);
  useEffect(() => {
    if (typeof record !== 'function' || !wanted) return;
    let current = true;
    const settle = (values: RecordValues | null) => current && setFetched({ from: record, values, isGone: values === null });
    record().then(settle, () => settle(null));
    return () => {
      current = false;
    };
  }, [record, wanted]);
  if (typeof record !== 'function') return { values: record, isGone: false };
  return fetched?.from === record ? fetched : { values: null, isGone: false };
}
