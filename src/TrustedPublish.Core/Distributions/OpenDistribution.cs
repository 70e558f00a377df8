using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>A distribution whose file is open: name and metadata have been read and agree, the archive can be looked into.</summary>
internal sealed class OpenDistribution : IDisposable
{
    private OpenDistribution(FileInfo file, FileStream stream, CancellationToken cancellationToken)
    {
        File = file;
        Stream = stream;
        Name = DistributionFileName.Parse(file.Name);
        if (Name.Type == PackageType.Wheel) Wheel = new WheelArchive(stream, Name, cancellationToken);
        else Sdist = new SdistArchive(stream, Name, cancellationToken);
        Metadata = CoreMetadata.Read(Wheel?.ReadMetadata() ?? Sdist!.ReadMetadata(), Name.Text);
        CheckAgreement(Name, Metadata);
    }

    /// <summary>Where it is.</summary>
    public FileInfo File { get; }

    /// <summary>Its bytes.</summary>
    public FileStream Stream { get; }

    /// <summary>What its name says.</summary>
    public DistributionFileName Name { get; }

    /// <summary>What its METADATA or PKG-INFO says.</summary>
    public CoreMetadata Metadata { get; }

    /// <summary>The archive of a wheel; null for an sdist.</summary>
    public WheelArchive? Wheel { get; }

    /// <summary>The archive of an sdist; null for a wheel.</summary>
    public SdistArchive? Sdist { get; }

    /// <summary>Opens the file, hands it to <paramref name="use"/>, and closes it.</summary>
    /// <exception cref="PublishException">What is wrong with it; <see cref="PublishException.Target"/> is the path.</exception>
    public static T Use<T>(FileInfo file, Func<OpenDistribution, T> use, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(file.FullName))
            {
                throw new PublishException(
                    FailureKind.PathIsDirectory,
                    $"{file.FullName} is a directory.",
                    $"Name the files in it: -Path '{Path.Combine(file.FullName, "*")}'.");
            }

            // Before the file is opened: a stranger needs not be read to be known as one.
            DistributionFileName.Parse(file.Name);
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var opened = new OpenDistribution(file, stream, cancellationToken);
            return use(opened);
        }
        catch (PublishException exception)
        {
            throw exception.About(file.FullName);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PublishException(
                FailureKind.PathNotFound,
                $"There is no file {file.FullName}.",
                "Check the path; a build step before must have written it.",
                exception) { Target = file.FullName };
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or OverflowException or NotSupportedException or FormatException)
        {
            throw new PublishException(
                FailureKind.ArchiveDamaged,
                $"{file.Name} is damaged or not whole: {exception.Message}",
                "Build it again, or fetch it again if it came as an artifact from another job.",
                exception) { Target = file.FullName };
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw SequentialFile.Unreadable(file, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    private static void CheckAgreement(DistributionFileName name, CoreMetadata metadata)
    {
        string? difference = null;
        if (ProjectName.Normalize(name.Project) != ProjectName.Normalize(metadata.Name))
            difference = $"the project '{metadata.Name}'";
        else if (!name.Version.Equals(metadata.Version))
            difference = $"the version '{metadata.Version}'";
        if (difference is null) return;
        throw new PublishException(
            FailureKind.MetadataMismatch,
            $"{name.Text} says in its metadata that it is {difference}.",
            "Publish the file under the name that the build gave it, and build again after a change of name or version.");
    }
}
