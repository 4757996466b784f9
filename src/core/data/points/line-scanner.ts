/**
 * @file Lines and words of a text file of points, without turning the file into strings: three kinds of line ends, blank
 * lines skipped, comments left out, the line's number kept for messages.
 */
import { numberText } from './number-text.ts';

export interface LineScanner {
  /** Goes to the next line that has a word; false at the end of the file. */
  nextLine(): boolean;
  /** Goes to the next word of the line; false at its end. */
  nextWord(): boolean;
  /** The word as a number, see `numberText`. */
  number(): number | undefined;
  /** The word as a whole number, 0 to 2^53; undefined for anything else. */
  whole(): number | undefined;
  /** Whether the word is this one, given in small letters, in any case. */
  is(word: string): boolean;
  /** The word as text, at most 40 characters. */
  word(): string;
  /** The line from its first word on, at most 8,192 characters. */
  text(): string;
  /** Counted from 1. */
  lineNumber(): number;
  /** Where the line's first word begins. */
  offset(): number;
}

const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 12);

/** @param comment character from which on a line is ignored, such as `#` */
export function scanLines(bytes: Uint8Array, from = 0, comment = ''): LineScanner {
  const commentByte = comment === '' ? -1 : comment.charCodeAt(0);
  let next = from;
  let line = 0;
  let lineStart = from;
  let lineEnd = from;
  let wordStart = from;
  let wordEnd = from;

  const text = (begin: number, end: number) => {
    let out = '';
    for (let at = begin; at < end; at++) out += String.fromCharCode(bytes[at]!);
    return out;
  };
  return {
    nextLine() {
      while (next < bytes.length) {
        lineStart = next;
        let end = -1;
        while (next < bytes.length && bytes[next] !== 10 && bytes[next] !== 13) {
          if (bytes[next] === commentByte && end < 0) end = next;
          next++;
        }
        lineEnd = end < 0 ? next : end;
        if (bytes[next] === 13 && bytes[next + 1] === 10) next++;
        next++;
        line++;
        while (lineStart < lineEnd && isBlank(bytes[lineStart]!)) lineStart++;
        wordEnd = lineStart;
        if (lineStart < lineEnd) return true;
      }
      return false;
    },
    nextWord() {
      wordStart = wordEnd;
      while (wordStart < lineEnd && isBlank(bytes[wordStart]!)) wordStart++;
      if (wordStart >= lineEnd) return false;
      wordEnd = wordStart;
      while (wordEnd < lineEnd && !isBlank(bytes[wordEnd]!)) wordEnd++;
      return true;
    },
    number: () => numberText(bytes, wordStart, wordEnd),
    whole() {
      if (wordEnd - wordStart > 15) return undefined;
      let value = 0;
      for (let at = wordStart; at < wordEnd; at++) {
        const digit = bytes[at]! - 48;
        if (digit < 0 || digit > 9) return undefined;
        value = value * 10 + digit;
      }
      return value;
    },
    is(word) {
      if (wordEnd - wordStart !== word.length) return false;
      for (let i = 0; i < word.length; i++) if ((bytes[wordStart + i]! | 32) !== word.charCodeAt(i)) return false;
      return true;
    },
    word: () => text(wordStart, Math.min(wordEnd, wordStart + 40)),
    text: () => text(lineStart, Math.min(lineEnd, lineStart + 8192)).trimEnd(),
    lineNumber: () => line,
    offset: () => lineStart,
  };
}
