/**
 * @file The page's keys: undo, redo, help. Fields keep their own undo while somebody types.
 */
import { useEffect } from 'react';
import { redo, undo } from '../../state/actions.ts';
import { redoData, undoData } from '../../state/data-edits.ts';
import { openHelp } from './HelpDialog.tsx';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** There the keys take back changes to the data, elsewhere settings. */
function isAmongClasses(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-undo="edits"]') !== null;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && key === 'z') {
    event.preventDefault();
    if (event.shiftKey) (isAmongClasses(event.target) ? redoData : redo)();
    else (isAmongClasses(event.target) ? undoData : undo)();
  } else if (command && key === 'y') {
    event.preventDefault();
    (isAmongClasses(event.target) ? redoData : redo)();
  } else if (!command && event.key === '?') {
    event.preventDefault();
    openHelp();
  }
}

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
