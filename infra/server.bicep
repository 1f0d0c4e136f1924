param baseName string
param location string
param sku string
param identityId string
param subnetId string
param workspaceId string
param settings object

var host = '${baseName}.azurewebsites.net'

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: baseName
  location: location
  kind: 'linux'
  sku: { name: sku }
  properties: { reserved: true }
}

resource server 'Microsoft.Web/sites@2023-12-01' = {
  name: baseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: subnetId
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'node src/main.ts'
      alwaysOn: true
      healthCheckPath: '/readyz'
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      vnetRouteAllEnabled: false
    }
  }
}

// App Service says in PORT where to listen. Its front ends reach the server from 169.254.0.0/16.
resource configuration 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: server
  name: 'appsettings'
  properties: union(settings, {
    NODE_ENV: 'production'
    HOST: '0.0.0.0'
    PUBLIC_URL: 'https://${host}'
    TRUSTED_PROXIES: '169.254.0.0/16'
    DATA_DIR: '/home/bulwark'
    CHECKPOINT_DIR: '/home/bulwark-checkpoints'
    WEBSITE_RUN_FROM_PACKAGE: '1'
    SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
  })
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: server
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'AppServiceConsoleLogs', enabled: true }
      { category: 'AppServicePlatformLogs', enabled: true }
      { category: 'AppServiceAuditLogs', enabled: true }
    ]
  }
}

output id string = server.id
output host string = server.properties.defaultHostName
