# .buildkite/publish.ps1: a file of its own, since Buildkite puts its own values in the place of $names in a pipeline.
$ErrorActionPreference = 'Stop'    # an error ends the job
Install-PSResource TrustedPublish -Version 0.1.0 -Repository PSGallery -TrustRepository
Publish-PythonDistribution -Path dist/* -Repository $env:PACKAGE_INDEX
