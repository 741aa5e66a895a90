'use strict';

// Drives one of the vendor's clients through the life of an instance, an image
// and a network interface, and prints what each call answered: one line a call,
// `Operation ok` or `Operation STATUS CODE`. Polling is quiet but for its end.
//
//   node lifecycle.js CLIENT URL KEY SECRET [TOKEN]
//
// CLIENT is ecs-v3 or ecs-v1 (@alicloud/ecs20140526), pop-get or pop-post
// (@alicloud/pop-core).

const [kind, url, key, secret, token] = process.argv.slice(2);
const region = 'cn-hangzhou';

// Each client takes an operation and its parameters, named as in the API, and
// resolves to the body, named as in the API too.
const clients = {
  'ecs-v3': () => typed(undefined),
  'ecs-v1': () => typed('v2'), // what these clients call V2 is V1 with HMAC-SHA1
  'pop-get': () => pop('GET'),
  'pop-post': () => pop('POST'),
};

function typed(signatureAlgorithm) {
  const Ecs = require('@alicloud/ecs20140526');
  const { $OpenApiUtil } = require('@alicloud/openapi-core');
  const { protocol, host } = new URL(url);
  const client = new Ecs.default(new $OpenApiUtil.Config({
    accessKeyId: key, accessKeySecret: secret, securityToken: token, endpoint: host,
    protocol: protocol.slice(0, -1), regionId: region, signatureAlgorithm,
  }));
  const lower = (name) => name[0].toLowerCase() + name.slice(1);
  return async (operation, params) => {
    const members = {};
    for (const [name, value] of Object.entries(params)) {
      members[lower(name)] = value;
    }
    const response = await client[lower(operation)](new Ecs[operation + 'Request'](members));
    return response.body.toMap();
  };
}

function pop(method) {
  const { RPCClient } = require('@alicloud/pop-core');
  const client = new RPCClient({
    endpoint: url, apiVersion: '2014-05-26', accessKeyId: key, accessKeySecret: secret, securityToken: token,
  });
  return (operation, params) => client.request(operation, params, { method });
}

const send = clients[kind]();

async function call(operation, params) {
  try {
    const body = await send(operation, { RegionId: region, ...params });
    console.log(operation, 'ok');
    return body;
  } catch (error) {
    if (!error.code) {
      throw error;
    }
    const status = error.statusCode || (error.data && error.data.statusCode) || (error.entry && error.entry.response.statusCode);
    console.log(operation, status, error.code);
    return undefined;
  }
}

// until asks again until the one resource that is listed has the status, or until
// none is listed. Nobody sleeps: the server's clock moves with the calls.
async function until(operation, params, list, status) {
  for (let n = 0; n < 500; n++) {
    const found = list(await send(operation, { RegionId: region, ...params }));
    if (status === undefined ? found.length === 0 : found.length === 1 && found[0].Status === status) {
      console.log(operation, status === undefined ? 'none' : status);
      return found[0];
    }
  }
  throw new Error(`${operation} ${JSON.stringify(params)}: never ${status}`);
}

function check(ok, what) {
  if (!ok) {
    throw new Error('not so: ' + what);
  }
}

const instances = (body) => body.Instances.Instance;
const images = (body) => body.Images.Image;
const interfaces = (body) => body.NetworkInterfaceSets.NetworkInterfaceSet;

async function main() {
  const zones = (await call('DescribeVSwitches', {})).VSwitches.VSwitch;
  const groups = (await call('DescribeSecurityGroups', { PageSize: 50 })).SecurityGroups.SecurityGroup;
  const group = groups.find((g) => g.SecurityGroupType === 'normal' && g.VpcId && !g.ServiceManaged);
  const vswitch = zones.find((v) => v.VpcId === group.VpcId);
  const linux = images(await call('DescribeImages', { ImageOwnerAlias: 'system', OSType: 'linux', Architecture: 'x86_64' }))[0];

  const launch = {
    ImageId: linux.ImageId, InstanceType: 'ecs.g7.large', VSwitchId: vswitch.VSwitchId, SecurityGroupId: group.SecurityGroupId,
    InstanceName: 'web', Description: 'über <1> & "2"*', Amount: 1, ClientToken: 'once ~*+/',
  };
  const [id] = (await call('RunInstances', launch)).InstanceIdSets.InstanceIdSet;
  const [again] = (await call('RunInstances', launch)).InstanceIdSets.InstanceIdSet;
  check(id === again, `one token gives one instance, not ${id} and ${again}`);
  await call('RunInstances', { ...launch, InstanceName: 'another' });
  const ids = JSON.stringify([id]);
  const running = await until('DescribeInstances', { InstanceIds: ids }, instances, 'Running');
  check(running.Description === launch.Description, `the description is ${running.Description}`);
  await call('ModifyInstanceAttribute', { InstanceId: id, NetworkInterfaceQueueNumber: 1 });
  await call('StopInstance', { InstanceId: id });
  await until('DescribeInstances', { InstanceIds: ids }, instances, 'Stopped');
  await call('ModifyInstanceAttribute', { InstanceId: id, NetworkInterfaceQueueNumber: 1, InstanceName: 'renamed', Description: '' });
  const [renamed] = instances(await call('DescribeInstances', { InstanceIds: ids }));
  check(renamed.InstanceName === 'renamed', `the name is ${renamed.InstanceName}`);

  const { ImageId } = await call('CreateImage', { InstanceId: id, ImageName: 'golden' });
  await until('DescribeImages', { ImageId, Status: 'Creating,Available' }, images, 'Available');
  await call('ModifyImageAttribute', { ImageId, Description: 'as it was' });
  check(images(await call('DescribeImages', { ImageId }))[0].Description === 'as it was', 'the image is described');
  await call('DeleteImage', { ImageId });

  const eni = { VSwitchId: vswitch.VSwitchId, SecurityGroupId: group.SecurityGroupId, NetworkInterfaceName: 'second' };
  const { NetworkInterfaceId } = await call('CreateNetworkInterface', eni);
  const one = { NetworkInterfaceId: [NetworkInterfaceId] };
  await until('DescribeNetworkInterfaces', one, interfaces, 'Available');
  await call('AttachNetworkInterface', { NetworkInterfaceId, InstanceId: id });
  await until('DescribeNetworkInterfaces', one, interfaces, 'InUse');
  await call('DeleteNetworkInterface', { NetworkInterfaceId });
  await call('DetachNetworkInterface', { NetworkInterfaceId, InstanceId: id });
  await until('DescribeNetworkInterfaces', one, interfaces, 'Available');
  await call('DeleteNetworkInterface', { NetworkInterfaceId });

  await call('DeleteInstance', { InstanceId: id });
  await until('DescribeInstances', { InstanceIds: ids }, instances, undefined);
  await call('StartInstance', { InstanceId: id });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
