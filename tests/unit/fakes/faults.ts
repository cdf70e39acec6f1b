/** Errors that a fake shall fail with, each once, before or after the call has taken effect. */
export class Faults<Method extends string> {
  readonly #pending: { method: Method; error: Error; when: 'before' | 'after' }[] = [];

  /** @param when `after` is an answer that was lost: the call has taken effect */
  next(method: Method, error: Error, when: 'before' | 'after' = 'before'): void {
    this.#pending.push({ method, error, when });
  }

  /** @throws the next error for this moment of this method, if there is one */
  raise(method: Method, when: 'before' | 'after'): void {
    const index = this.#pending.findIndex(
      (fault) => fault.method === method && fault.when === when,
    );
    const [fault] = index < 0 ? [] : this.#pending.splice(index, 1);
    if (fault) throw fault.error;
  }
}
