/**
 * @file Two buttons that open the browser's file dialogs: a folder, or several files, also archives.
 * All kinds of files can be chosen: what they are is found out when they are read.
 */
import { type ChangeEvent, useRef } from 'react';
import { filesFromInput } from '../../loaders/dropped-files.ts';
import { takeCollected } from '../../state/data-import.ts';
import { Icon } from '../common/Icon.tsx';

interface Props {
  mode: 'replace' | 'add';
  disabled?: boolean;
  /** Words for the two buttons; the second is left out when empty. */
  folderLabel?: string;
  filesLabel?: string;
}

/** Chooses a folder with everything in it; every browser has it, React's types do not. */
const FOLDER = { webkitdirectory: '' };

export function FilePickers({ mode, disabled = false, folderLabel = 'Choose folder', filesLabel = 'Choose files' }: Props) {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const collected = filesFromInput(input.files ?? []);
    // Emptied, so that choosing the same files again is noticed.
    input.value = '';
    void takeCollected(collected, mode);
  };
  return (
    <>
      <input ref={folder} className="filepick" type="file" {...FOLDER} multiple onChange={take} aria-label={folderLabel} tabIndex={-1} />
      <input ref={files} className="filepick" type="file" multiple onChange={take} aria-label={filesLabel} tabIndex={-1} />
      {folderLabel && (
        <button type="button" className="btn" disabled={disabled} onClick={() => folder.current?.click()}>
          {folderLabel}
        </button>
      )}
      {filesLabel && (
        <button type="button" className="btn" disabled={disabled} onClick={() => files.current?.click()}>
          {mode === 'add' && <Icon name="plus" />}
          {filesLabel}
        </button>
      )}
    </>
  );
}
