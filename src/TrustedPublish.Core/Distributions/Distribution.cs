using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>A distribution on disk whose name and metadata have been read and agree.</summary>
public sealed class Distribution
{
    private Distribution(FileInfo file, long size, DistributionFileName name, CoreMetadata metadata)
    {
        File = file;
        Size = size;
        Name = name;
        Metadata = metadata;
    }

    /// <summary>Where it is.</summary>
    public FileInfo File { get; }

    /// <summary>Its length in bytes when it was read.</summary>
    public long Size { get; }

    /// <summary>What its name says.</summary>
    public DistributionFileName Name { get; }

    /// <summary>What its METADATA or PKG-INFO says.</summary>
    public CoreMetadata Metadata { get; }

    /// <summary>Its file name.</summary>
    public string FileName => Name.Text;

    /// <summary>The form's <c>filetype</c> (warehouse forklift/legacy.py).</summary>
    public string FileType => Name.Type == PackageType.Wheel ? "bdist_wheel" : "sdist";

    /// <summary>The form's <c>pyversion</c>: a wheel's Python tag, <c>source</c> for an sdist (warehouse forklift/legacy.py).</summary>
    public string PythonVersion => Name.PythonTag ?? "source";

    /// <summary>Reads the file's name and metadata; the file is closed again.</summary>
    /// <exception cref="PublishException">What is wrong with it; <see cref="PublishException.Target"/> is the path.</exception>
    public static Distribution Read(FileInfo file)
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

            var name = DistributionFileName.Parse(file.Name);
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
            var bytes = name.Type == PackageType.Wheel ? WheelReader.ReadMetadata(stream, name) : SdistReader.ReadMetadata(stream, name);
            var metadata = CoreMetadata.Read(bytes, name.Text);
            CheckAgreement(name, metadata);
            return new Distribution(file, stream.Length, name, metadata);
        }
        catch (PublishException exception)
        {
            throw new PublishException(exception.Kind, exception.Message, exception.Remedy, exception.InnerException) { Target = file.FullName };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PublishException(
                FailureKind.PathNotFound,
                $"There is no file {file.FullName}.",
                "Check the path; a build step before must have written it.",
                exception) { Target = file.FullName };
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or OverflowException)
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
