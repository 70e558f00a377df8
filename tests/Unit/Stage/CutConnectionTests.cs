using System.Net.Sockets;

namespace TrustedPublish.Unit.Stage;

/// <summary>Faults that cut the connection, each at its own moment.</summary>
public sealed class CutConnectionTests
{
    private const int Length = 300_000;

    // Long enough for a cut on loopback to be seen, short enough to wait for one that must not come.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_body()
    {
        await using var visitor = await Visitor.OpenAsync("upload:reset-before");
        await using var connection = await visitor.BeginUploadAsync(Length);
        await IsCutAsync(connection);
        AssertCut(visitor, "ResetBefore");
    }

    [Fact]
    public async Task In_the_middle_of_the_body()
    {
        await using var visitor = await Visitor.OpenAsync("upload:reset");
        await using var connection = await visitor.BeginUploadAsync(Length);
        Assert.True(IsOpen(connection), "The connection was cut before any of the body had been sent.");
        await IsCutAsync(connection, Length / 2);
        AssertCut(visitor, "Reset");
    }

    [Fact]
    public async Task After_the_body()
    {
        await using var visitor = await Visitor.OpenAsync("upload:reset-after");
        await using var connection = await visitor.BeginUploadAsync(Length);
        await connection.WriteAsync(new byte[Length - 1], Stop);
        Assert.True(IsOpen(connection), "The connection was cut before the whole body had been sent.");
        await IsCutAsync(connection, 1);
        AssertCut(visitor, "ResetAfter");
    }

    [Theory]
    [InlineData("upload:reset-before")]
    [InlineData("upload:reset")]
    [InlineData("upload:reset-after")]
    public async Task Nothing_is_stored_and_the_next_try_is_served(string fault)
    {
        await using var visitor = await Visitor.OpenAsync(fault);
        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.UploadAsync(padding: Length));
        Assert.Empty(visitor.Stage.Store.Files);
        Assert.True((await visitor.UploadAsync(padding: Length)).IsSuccessStatusCode);
        Assert.Single(visitor.Stage.Store.Files);
    }

    [Fact]
    public async Task After_the_file_was_stored()
    {
        await using var visitor = await Visitor.OpenAsync("upload:lost");
        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.UploadAsync());
        var entry = Assert.Single(visitor.Stage.Log.Entries, static entry => entry.Stage == "upload");
        Assert.Equal(("Lost", 0, "demo-1.0-py3-none-any.whl"), (entry.Fault, entry.Status, entry.FileName));
        Assert.NotNull(visitor.Stage.Store.Find("demo-1.0-py3-none-any.whl"));
    }

    [Fact]
    public async Task A_request_that_hangs_ends_with_the_stage()
    {
        Task<HttpResponseMessage> asking;
        await using (var visitor = await Visitor.OpenAsync("audience:hang"))
        {
            // Not the visitor's own client, which ends before the stage does.
            var client = visitor.Stage.CreateClient();
            asking = client.GetAsync(visitor.Audience, Stop);
            await Task.WhenAny(asking, Task.Delay(Moment, Stop));
            Assert.False(asking.IsCompleted, "It was answered.");
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10), Stop));
    }

    private static bool IsOpen(NetworkStream connection) => !connection.Socket.Poll(Moment, SelectMode.SelectRead);

    private static void AssertCut(Visitor visitor, string fault)
    {
        Assert.Empty(visitor.Stage.Store.Files);
        var entry = Assert.Single(visitor.Stage.Log.Entries);
        Assert.Equal((fault, 0, (string?)null), (entry.Fault, entry.Status, entry.FileName));
    }

    /// <summary>Sends more of the body and waits for the end of a connection on which nothing is answered.</summary>
    private static async Task IsCutAsync(NetworkStream connection, int more = 0)
    {
        var read = -1;
        try
        {
            await connection.WriteAsync(new byte[more], Stop);
            read = await connection.ReadAsync(new byte[1], Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Stop);
        }
        catch (IOException)
        {
            return;
        }

        Assert.Equal(0, read);
    }
}
