/**
 * @file Keeps the page when one part of it fails to draw: says which and why, and offers to draw it again.
 */
import { Component, type ReactNode } from 'react';
import { toProblem } from '../../../core/errors.ts';
import { notify } from '../../state/notices-store.ts';
import { Notice } from './Notice.tsx';

interface Props {
  /** What it is, as in “The Train column could not be shown”. */
  what: string;
  children: ReactNode;
}

interface State {
  message: string | null;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { message: toProblem(thrown).message };
  }

  override componentDidCatch(thrown: unknown): void {
    const { message } = toProblem(thrown);
    notify({ code: 'ui-failed', message: `${this.props.what} could not be shown: ${message}.`, hint: 'Your data and results are kept.' });
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div className="body">
        <Notice tone="danger">
          <p>
            <b>{this.props.what} could not be shown.</b> {this.state.message}
          </p>
          <p className="row">
            <button type="button" className="btn s" onClick={() => this.setState({ message: null })}>
              Show it again
            </button>
          </p>
        </Notice>
      </div>
    );
  }
}
