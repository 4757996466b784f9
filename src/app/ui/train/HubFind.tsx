/**
 * @file Asks for a repository on Hugging Face: name or pasted address, revision, and a few that are known to work. Nothing is
 * requested before a button is pressed.
 */
import { type FormEvent, useState } from 'react';
import { isNonCommercial, SUGGESTIONS, type Suggestion } from './hub-words.ts';

interface HubFindProps {
  /** Filled in at first: what a link asks for, `owner/name` and revision. */
  asked: { repo: string; revision: string } | null;
  looking: boolean;
  /** A download is in progress, so another model cannot be looked up now. */
  disabled: boolean;
  onLookUp: (name: string, revision: string) => void;
}

export function HubFind({ asked, looking, disabled, onLookUp }: HubFindProps) {
  const [name, setName] = useState(asked?.repo ?? '');
  const [revision, setRevision] = useState(asked && asked.revision !== 'main' ? asked.revision : '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onLookUp(name, revision);
  };
  const take = ({ repo }: Suggestion) => {
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
            value={revision}
            placeholder="main"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setRevision(event.target.value)}
          />
        </label>
        <button type="submit" className="btn" disabled={disabled || looking || name.trim() === ''}>
          {looking ? 'Looking…' : 'Look up'}
        </button>
      </form>
      <details className="hub-known">
        <summary>Repositories that work</summary>
        <ul>
          {SUGGESTIONS.map((one) => (
            <li key={one.repo}>
              <button type="button" className="hub-take" disabled={disabled || looking} onClick={() => take(one)}>
                {one.repo}
              </button>
              <span>
                {one.what}, {one.size}, {one.license}
                {isNonCommercial(one.license) && <span className="tag">not for commercial use</span>}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
