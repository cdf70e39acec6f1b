import { bodyOf, textsOf, type Frame } from '../postgresql/protocol/frames.ts';

/**
 * What of a client's requests a server has still to answer, and so whether its connection may go to
 * somebody else. Source: PostgreSQL documentation, "Message Flow": each Query, FunctionCall and Sync is
 * answered by one ReadyForQuery, but for a Sync that comes while the server takes in copied rows.
 */
export class Exchange {
  /** In the order in which they were sent; an `end` of rows may be sent before the server asks for them. */
  #sent: ('query' | 'sync' | 'end')[] = [];
  #status = 'I';
  /** Messages of the extended protocol since the last Sync. */
  #isOpen = false;
  #isCopying = false;
  /** The unnamed statement was parsed, and waits to be bound. */
  #isUnbound = false;

  /** A message goes to the server. */
  sent(frame: Frame): void {
    switch (frame.type) {
      case 'Q':
      case 'F':
        this.#sent.push('query');
        // A Query ends the unnamed statement.
        this.#isUnbound = false;
        break;
      case 'S':
        if (this.#isCopying) break;
        this.#sent.push('sync');
        this.#isOpen = false;
        break;
      case 'c':
      case 'f':
        if (!this.#isCopying && (this.#isAsked || this.#isOpen)) this.#sent.push('end');
        this.#isCopying = false;
        break;
      case 'P':
      case 'B':
      case 'D':
      case 'E':
      case 'C':
        this.#isOpen = true;
        this.#bind(frame);
        break;
      default:
    }
  }

  /** A message comes from the server. */
  received(frame: Frame): void {
    switch (frame.type) {
      case 'Z':
        this.#sent.splice(0, this.#sent.findIndex((one) => one !== 'end') + 1);
        if (!this.#isAsked) this.#sent = [];
        this.#status = bodyOf(frame).toString('latin1');
        break;
      case 'G':
        this.#copyBegins();
        break;
      case 'E':
        this.#isCopying = false;
        this.#isUnbound = false;
        break;
      default:
    }
  }

  /** Nothing is under way, and the server keeps nothing for the client's next request. */
  get isOver(): boolean {
    const isAnswered = !this.#isAsked && !this.#isOpen && !this.#isCopying;
    return isAnswered && !this.#isUnbound && this.#status === 'I';
  }

  /** The server has something to answer yet. */
  get isAnswering(): boolean {
    return this.#isAsked;
  }

  get #isAsked(): boolean {
    return this.#sent.some((one) => one !== 'end');
  }

  /**
   * Until the rows end, each Sync is ignored: that too which came along with the Execute, as libpq sends
   * it.
   */
  #copyBegins(): void {
    const asked = this.#sent[0] === 'query' ? 1 : 0;
    const end = this.#sent.indexOf('end');
    const ignored = this.#sent.slice(asked, end < 0 ? this.#sent.length : end);
    if (ignored.includes('query')) return;
    this.#sent.splice(asked, end < 0 ? ignored.length : ignored.length + 1);
    this.#isCopying = end < 0;
    if (end < 0 && ignored.length > 0) this.#isOpen = true;
  }

  #bind(frame: Frame): void {
    if (frame.type === 'P' && textsOf(bodyOf(frame), 1)[0] === '') this.#isUnbound = true;
    if (frame.type === 'B' && textsOf(bodyOf(frame), 2)[1] === '') this.#isUnbound = false;
  }
}
