import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { DirectAnswer } from '../../aws/wire/endpoint.ts';

/** What a request carries in place of a body. */
export interface Command {
  readonly operation: string;
  readonly input: object;
}

/** The part of an SDK client that writes requests and reads answers. */
export interface ClientProtocol<Request> {
  setSerdeContext(context: object): void;
  serializeRequest(operation: Named, input: object): Promise<Request>;
  deserializeResponse(operation: Named, context: object, response: Answered): Promise<object>;
}

interface Named {
  /** Perhaps after the service's name and a hash. */
  readonly name: string;
}

type Output = Extract<DirectAnswer, { output: object }>;
type Answered = HttpResponse & { readonly answer?: Output };

/**
 * A protocol that hands commands and outputs over as objects. Errors come as they go over the wire,
 * and `own`, the client's protocol, makes of them what the functions then catch.
 */
export function unserialized<Request>(
  own: ClientProtocol<Request>,
): ClientProtocol<HttpRequest & { readonly command: Command }> {
  return {
    setSerdeContext: (context) => own.setSerdeContext(context),
    serializeRequest: async ({ name }, input) =>
      Object.assign(new HttpRequest({ method: 'POST' }), {
        command: { operation: name.split('#').at(-1) ?? name, input },
      }),
    deserializeResponse: async (operation, context, response) => {
      if (response.answer === undefined) {
        return own.deserializeResponse(operation, context, response);
      }
      const { output, requestId } = response.answer;
      return { ...output, $metadata: { httpStatusCode: 200, requestId } };
    },
  };
}

/** An output as what a client's transport answers. */
export function outputResponse(answer: Output): Answered {
  return Object.assign(new HttpResponse({ statusCode: 200 }), { answer });
}
