import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteRequest,
  CreateRouteResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  RouteTable as Described,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Location, Operation } from '../../contracts.ts';
import { readRange } from '../../network/ranges.ts';
import { operation } from '../typed-operation.ts';
import type { RouteTable } from './route-table.ts';
import { findMade, findSubnet, findVpc, isIn, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

/** Route tables but the main ones. Source of errors: EC2 API Reference, "Error codes". */
export function routeOperations(state: Ec2State): Record<string, Operation> {
  const find = (call: Call, id: string | undefined): RouteTable =>
    findMade(state.routeTables, call.location, id, {
      code: 'InvalidRouteTableID.NotFound',
      what: 'routeTable',
    });
  return {
    CreateRouteTable: operation<CreateRouteTableRequest, CreateRouteTableResult>(
      ['VpcId', 'TagSpecifications'],
      (input, call) => {
        const { location } = call;
        const id = newId(state, 'rtb');
        for (const resource of [`route-table/${id}`, `vpc/${input.VpcId}`]) {
          call.authorize('ec2:CreateRouteTable', arnIn(location, 'ec2', resource));
        }
        const { id: vpcId } = findVpc(state, location, input.VpcId);
        tagNew(state, call, input.TagSpecifications, { id, type: 'route-table' });
        const table = { id, location, vpcId, routes: new Map(), associations: new Map() };
        state.routeTables.set(id, table);
        return { RouteTable: describe(state, table) };
      },
    ),
    CreateRoute: operation<CreateRouteRequest, CreateRouteResult>(
      ['RouteTableId', 'DestinationCidrBlock', 'GatewayId', 'NatGatewayId'],
      (input, call) => {
        const arn = arnIn(call.location, 'ec2', `route-table/${input.RouteTableId}`);
        call.authorize('ec2:CreateRoute', arn);
        const table = find(call, input.RouteTableId);
        const destination = readRange(input.DestinationCidrBlock ?? '')?.range;
        if (destination === undefined) {
          throw new AwsError(
            'InvalidParameterValue',
            `Value (${input.DestinationCidrBlock}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
          );
        }
        if (table.routes.has(destination)) {
          throw new AwsError(
            'RouteAlreadyExists',
            `The route identified by ${destination} already exists.`,
          );
        }
        table.routes.set(destination, wayOut(state, call.location, table, input));
        return { Return: true };
      },
    ),
    AssociateRouteTable: operation<AssociateRouteTableRequest, AssociateRouteTableResult>(
      ['RouteTableId', 'SubnetId'],
      (input, call) => {
        for (const resource of [`route-table/${input.RouteTableId}`, `subnet/${input.SubnetId}`]) {
          call.authorize('ec2:AssociateRouteTable', arnIn(call.location, 'ec2', resource));
        }
        const table = find(call, input.RouteTableId);
        const subnet = findSubnet(state, call.location, input.SubnetId);
        if (subnet.vpcId !== table.vpcId) {
          throw new AwsError(
            'InvalidParameterValue',
            `Route table ${table.id} and subnet ${subnet.id} belong to different networks`,
          );
        }
        if ([...state.routeTables.values()].some((one) => one.associations.has(subnet.id))) {
          throw new AwsError(
            'Resource.AlreadyAssociated',
            `The specified association for route table ${table.id} conflicts with an existing association`,
          );
        }
        const id = newId(state, 'rtbassoc');
        table.associations.set(subnet.id, id);
        return { AssociationId: id, AssociationState: { State: 'associated' } };
      },
    ),
    DescribeRouteTables: operation<DescribeRouteTablesRequest, DescribeRouteTablesResult>(
      ['RouteTableIds'],
      ({ RouteTableIds: ids }, call) => {
        call.authorize('ec2:DescribeRouteTables', '*');
        const found =
          ids?.map((id) => find(call, id)) ??
          [...state.routeTables.values()].filter((one) => isIn(one.location, call.location));
        return { RouteTables: found.map((table) => describe(state, table)) };
      },
    ),
  };
}

/** A gateway of the table's own VPC. */
function wayOut(
  state: Ec2State,
  location: Location,
  table: RouteTable,
  { GatewayId: gatewayId, NatGatewayId: natGatewayId }: CreateRouteRequest,
): string {
  if ((gatewayId === undefined) === (natGatewayId === undefined)) {
    throw new AwsError(
      gatewayId === undefined ? 'MissingParameter' : 'InvalidParameterCombination',
      'The request must contain exactly one of gatewayId, natGatewayId',
    );
  }
  const gateway =
    gatewayId === undefined
      ? findMade(state.natGateways, location, natGatewayId, {
          code: 'InvalidNatGatewayID.NotFound',
          what: 'natGateway',
        })
      : findMade(state.internetGateways, location, gatewayId, {
          code: 'InvalidGatewayID.NotFound',
          what: 'gateway',
        });
  if (gateway.vpcId === table.vpcId) return gateway.id;
  throw new AwsError(
    'InvalidParameterValue',
    `route table ${table.id} and network gateway ${gateway.id} belong to different networks`,
  );
}

function describe(state: Ec2State, table: RouteTable): Described {
  const { id, vpcId, location, routes, associations } = table;
  const local = state.network.vpcs.find(vpcId)?.range;
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: location.accountId,
    Routes: [
      { DestinationCidrBlock: local, GatewayId: 'local', State: 'active' },
      ...[...routes].map(([range, gateway]) => ({
        DestinationCidrBlock: range,
        ...(gateway.startsWith('nat-') ? { NatGatewayId: gateway } : { GatewayId: gateway }),
        State: 'active' as const,
      })),
    ],
    Associations: [...associations].map(([subnet, association]) => ({
      RouteTableAssociationId: association,
      RouteTableId: id,
      SubnetId: subnet,
      Main: false,
    })),
    ...tagsOf(state, id),
  };
}
