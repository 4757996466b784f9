/**
 * @file Asks for a repository on Hugging Face: name or pasted address, revision, and a few that are known to work in this
 * role. Nothing is requested before a button is pressed. Buttons that wait keep the focus, so they are not disabled.
 */
import { type FormEvent, useState } from 'react';
import type { HubName } from '../../../core/checkpoint/hub-name.ts';
import { type Suggestion, suggestionWords } from './hub-suggestions.ts';
import { isNonCommercial, type Role } from './hub-words.ts';

interface HubFindProps {
  role: Role;
  /** Filled in at first: what a link asks for, or what was looked up last. */
  first: HubName | null;
  /** The settings wait for that model: the list opens at this form. */
  isAsked: boolean;
  looking: boolean;
  /** A download is in progress, so another model cannot be looked up now. */
  disabled: boolean;
  suggestions: readonly Suggestion[];
  /** Why there are none, and what goes together instead. */
  advice: readonly string[];
  onLookUp: (name: string, revision: string) => void;
}

const revisionOf = (name: HubName | null) => (name && name.revision !== 'main' ? name.revision : '');

export function HubFind({ role, first, isAsked, looking, disabled, suggestions, advice, onLookUp }: HubFindProps) {
  const [name, setName] = useState(first?.repo ?? '');
  const [revision, setRevision] = useState(revisionOf(first));
  const [seen, setSeen] = useState(first?.repo);
  if (first && first.repo !== seen) {
    // A model that was deleted just now is asked for again; what the reader typed stays.
    setSeen(first.repo);
    if (name.trim() === '') {
      setName(first.repo);
      setRevision(revisionOf(first));
    }
  }
  const waits = disabled || looking;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!waits && name.trim() !== '') onLookUp(name, revision);
  };
  const take = ({ repo }: Suggestion) => {
    if (waits) return;
    setName(repo);
    setRevision('');
    onLookUp(repo, '');
  };
  return (
    <>
      <form className="hub-form" onSubmit={submit}>
        <label className="hub-name">
          <span>Model</span>
          <input
            className="text"
            value={name}
            placeholder="owner/name or address"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label>
          <span>Revision</span>
          <input
            className="text"
            value={revision}
            placeholder="main"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setRevision(event.target.value)}
          />
        </label>
        <button
          type="submit"
          className="btn"
          aria-disabled={waits || name.trim() === ''}
          data-start={isAsked || undefined}
          title={disabled ? 'Another model is being downloaded' : undefined}
        >
          {looking ? 'Looking…' : 'Look up'}
        </button>
      </form>
      <details className="hub-known">
        <summary>Repositories that work</summary>
        <ul>
          {suggestions.map((one) => (
            <li key={one.repo}>
              <button type="button" className="hub-take" aria-disabled={waits} onClick={() => take(one)}>
                {one.repo}
              </button>
              <span>
                {suggestionWords(one, role)}, {one.license}
                {isNonCommercial(one.license) && <span className="tag">not for commercial use</span>}
              </span>
            </li>
          ))}
        </ul>
        {advice.map((words) => (
          <p key={words} className="help">
            {words}
          </p>
        ))}
      </details>
    </>
  );
}
