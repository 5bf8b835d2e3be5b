/** Of several questions that are asked one after the other, only the answer to the last counts. */
export class Latest {
  private asked = 0;

  /** Waits for an answer; calls `then` or `failed` unless something else was asked, or nothing matters, meanwhile. */
  async ask<T>(question: Promise<T>, then: (answer: T) => void, failed: (reason: unknown) => void): Promise<void> {
    const mine = ++this.asked;
    try {
      const answer = await question;
      if (mine === this.asked) {
        then(answer);
      }
    } catch (reason) {
      if (mine === this.asked) {
        failed(reason);
      }
    }
  }

  /** Whatever is still asked matters no more. */
  forget(): void {
    this.asked += 1;
  }
}
