/**
 * @file “From an address”: a field for a file over https or a dataset of Hugging Face, and below it what came of it. Nothing is
 * requested before the button is pressed; the button stays while it waits, so that it keeps the focus.
 */
import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import { addressStore, askAddress } from '../../state/address-store.ts';
import { AddressAnswer } from './AddressAnswer.tsx';
import '../../styles/address.css';

/** @param disabled other data is being read, or a run uses what is there */
export function AddressField({ disabled }: { disabled: boolean }) {
  const { text: asked, phase, kept, place } = useStore(addressStore);
  const [text, setText] = useState(place === 'field' ? asked : '');
  const helpId = useId();
  const isMine = phase === 'loading' && place === 'field';
  const waits = disabled || phase === 'loading' || phase === 'looking' || text.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!waits) void askAddress(text, 'field');
  };
  return (
    <section className="address" aria-label="From an address">
      <h3>Or from an address</h3>
      <form className="address-form" onSubmit={submit}>
        <input
          className="text"
          aria-label="Address of the data"
          aria-describedby={helpId}
          type="text"
          inputMode="url"
          value={text}
          placeholder="https://… or datasets/…"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          readOnly={isMine}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="btn" aria-disabled={waits}>
          {kept > 0 && text === asked && phase === 'idle' ? 'Go on' : 'Load'}
        </button>
      </form>
      <p className="help" id={helpId}>
        One file over https, such as a zip, or a dataset of Hugging Face as datasets/owner/name. Its server sees your request, and has to
        allow other pages to read it.
      </p>
      <AddressAnswer place="field" disabled={disabled} />
    </section>
  );
}
