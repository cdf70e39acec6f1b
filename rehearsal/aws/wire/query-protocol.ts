import type { Fault } from './fault.ts';
import type { FaultWriter, Protocol, WireResponse } from './protocol.ts';
import { readForm } from './query-form.ts';
import { awsQueryStyle, ec2QueryStyle, readStructure } from './query-input.ts';
import type { OperationModel, ServiceModel } from './shape.ts';
import { element, escapeText, writeMembers } from './xml.ts';

/** Smithy's awsQuery and ec2Query: a form in, XML out. They differ in names and in the envelope. */
export function queryProtocol(model: ServiceModel): Protocol {
  const isEc2 = model.protocol === 'ec2Query';
  const style = isEc2 ? ec2QueryStyle : awsQueryStyle;
  return {
    findOperation({ body }) {
      const form = new URLSearchParams(body.toString());
      const action = form.get('Action') ?? '';
      return (form.get('Version') === model.version && model.operations.get(action)) || action;
    },
    readInput({ input }, { body }) {
      const form = readForm(body.toString());
      form.children.delete('Action');
      form.children.delete('Version');
      const nothing = {
        kind: 'structure',
        name: '',
        union: false,
        members: new Map(),
        required: [],
      } as const;
      return readStructure(input ?? nothing, form, style);
    },
    writeOutput(operation, output, requestId) {
      const content = isEc2
        ? ec2Content(operation, output, requestId)
        : awsContent(operation, output, requestId);
      return xml(200, root(`${operation.name}Response`, model.xmlNamespace, content), requestId);
    },
  };
}

function awsContent(
  { name, output: shape }: OperationModel,
  output: object,
  requestId: string,
): string {
  const result = shape === undefined ? '' : element(`${name}Result`, writeMembers(shape, output));
  return result + element('ResponseMetadata', element('RequestId', requestId));
}

function ec2Content({ output: shape }: OperationModel, output: object, requestId: string): string {
  const members = shape === undefined ? '' : writeMembers(shape, output);
  return element('requestId', requestId) + members;
}

export const writeQueryFault: FaultWriter = (fault, xmlNamespace, requestId) => {
  const type = element('Type', fault.status < 500 ? 'Sender' : 'Receiver');
  const content = element('Error', type + faultContent(fault)) + element('RequestId', requestId);
  return xml(fault.status, root('ErrorResponse', xmlNamespace, content), requestId);
};

export const writeEc2Fault: FaultWriter = (fault, _xmlNamespace, requestId) => {
  const errors = element('Errors', element('Error', faultContent(fault)));
  const content = element('Response', errors + element('RequestID', requestId));
  return xml(fault.status, content, requestId);
};

function faultContent({ code, message, shape, members }: Fault): string {
  const extra = shape === undefined ? '' : writeMembers(shape, members);
  return element('Code', escapeText(code)) + element('Message', escapeText(message)) + extra;
}

function root(name: string, xmlNamespace: string, content: string): string {
  return `<${name} xmlns="${xmlNamespace}">${content}</${name}>`;
}

function xml(status: number, content: string, requestId: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${content}`,
  };
}
