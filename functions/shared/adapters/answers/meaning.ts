import { QuotaFull, SnapshotQuotaFull } from '../../rules/errors.ts';
import {
  AlreadyExists,
  CopiesBusy,
  Gone,
  NoCapacity,
  NotInState,
  Refused,
  ServiceUnavailable,
} from '../../ports/aws-errors.ts';
import { commonAnswers } from './common.ts';
import { unexpected } from './verdict.ts';
import type { CallAnswers, Verdict } from './verdict.ts';

/** What an error of a call means, by the call's own table, else by what every call may answer. */
export function verdictOf(error: Error, answers: CallAnswers): Verdict {
  const { name } = error;
  return own(answers, name) ?? own(commonAnswers, name) ?? unexpected;
}

/** The project's error for an error of AWS; the same one where nothing better can be said. */
export function meaningOf(error: Error, answers: CallAnswers): Error {
  return asError(error, verdictOf(error, answers));
}

function asError(error: Error, verdict: Verdict): Error {
  const { name, message } = error;
  const because = { cause: error };
  switch (verdict.class) {
    case 'wait':
      if (verdict.for === 'status') return new NotInState(message, because);
      if (verdict.for === 'capacity') return new NoCapacity(message, because);
      if (verdict.for === 'quota') return new CopiesBusy(message, because);
      return new ServiceUnavailable(`${name}: ${message}`, because);
    case 'already-done':
      return verdict.it === 'exists'
        ? new AlreadyExists(message, because)
        : new Gone(message, because);
    case 'not-found':
      return new Gone(message, because);
    case 'optional-part':
      return asError(error, verdict.otherwise);
    case 'wrong-input': {
      if (verdict.unless?.says.test(message)) return asError(error, verdict.unless.verdict);
      const said = `${name}: ${message.replace(/[.\s]+$/, '')}: ${verdict.change}`;
      if (verdict.quota === 'snapshots') return new SnapshotQuotaFull(said, because);
      return verdict.quota ? new QuotaFull(said, because) : new Refused(said, because);
    }
    case 'unexpected':
      return error;
  }
}

/** Whoever answers chooses the name: `constructor` is none of the table's. */
function own(answers: CallAnswers, name: string): Verdict | undefined {
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
}
